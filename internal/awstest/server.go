package awstest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// Options say how a Server starts. The zero value is what tests use.
type Options struct {
	// ManagedPolicies loads the policies of arn:aws:iam::aws:policy/. It costs a second and
	// 15 to 40 MB for each account: only for a server with few accounts.
	ManagedPolicies bool
	// Python is the interpreter that has moto. Empty means $MANTEN_MOTO_PYTHON, else
	// .venv/bin/python in the module's root.
	Python string
	// Seed is that of the dice behind Rule.Chance.
	Seed uint64
}

// A Server is one moto behind one proxy. Tests share that of their binary (see [New]).
type Server struct {
	accounts *directory
	http     *http.Server
	journal  *journal
	listener net.Listener
	moto     *moto
	roots    *roots
	rules    *rules
	settings *settings
	upstream *upstream
}

// Start starts moto and the proxy. ctx bounds the start only; Close ends both, and so does the
// end of the process, however it comes.
func Start(ctx context.Context, o Options) (*Server, error) {
	m, err := startMoto(ctx, o)
	if err != nil {
		return nil, err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		m.stop()
		return nil, fmt.Errorf("start the proxy of moto: %w", err)
	}
	s := &Server{
		journal:  &journal{},
		listener: listener,
		moto:     m,
		roots:    newRoots(),
		rules:    newRules(o.Seed),
		settings: &settings{},
		upstream: newUpstream(m.url),
	}
	s.accounts = newDirectory(s.upstream)
	for _, standIn := range standIns(s.roots, s.settings) {
		if standIn.Always {
			s.rules.add(Rule{Do: standIn.do, Operation: standIn.Operation, Service: standIn.Service})
		}
	}
	s.http = &http.Server{Handler: http.HandlerFunc(s.serve), ReadHeaderTimeout: time.Minute}
	// Each call has a connection of its own: on a used one, a client's transport would
	// repeat a cut call by itself, and the count of calls would be a matter of luck.
	s.http.SetKeepAlivesEnabled(false)
	go func() { _ = s.http.Serve(listener) }() // its error is always that of Close
	return s, nil
}

// Shared returns the one server of this process. It lives as long as the process.
var Shared = sync.OnceValues(func() (*Server, error) {
	return Start(context.Background(), Options{})
})

// Close ends the proxy and moto. Calls under way are cut.
func (s *Server) Close() error {
	err := s.http.Close()
	s.moto.stop()
	if err != nil && !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("close the proxy of moto: %w", err)
	}
	return nil
}

// Endpoint is the URL of the proxy.
func (s *Server) Endpoint() string { return "http://" + s.listener.Addr().String() }

// Rule adds a rule for all accounts, or for r.Account, and returns what removes it. Of two
// rules that match a call, the newer has it first.
func (s *Server) Rule(r Rule) (remove func()) { return s.rules.add(r) }

// MotoURL is the URL of moto itself: what is sent there is neither counted nor denied.
func (s *Server) MotoURL() string { return "http://" + s.moto.url.Host }

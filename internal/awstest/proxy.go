package awstest

import (
	"io"
	"maps"
	"net/http"
	"strconv"
	"time"
)

// serve handles one call: it says what the call is, notes it, and lets the rules, the stand-ins
// and at last moto answer.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodConnect {
		http.Error(w, "awstest: no tunnels", http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler) // the client is gone in the middle of its request
	}
	call := s.identify(r, body)
	noted := s.journal.open(call)
	x := &Exchange{Body: body, Call: call, Request: r, pending: s.rules.snapshot(), server: s}
	reply := x.Next()
	s.journal.close(noted, reply)
	if reply == nil {
		panic(http.ErrAbortHandler) // which cuts the connection and says nothing
	}
	s.accounts.learn(call, reply)
	reply.send(w, r.Method)
}

func (s *Server) identify(r *http.Request, body []byte) Call {
	id := classify(r, body)
	return Call{
		Account:   s.accounts.owner(id.accessKey),
		At:        time.Now(),
		Body:      body,
		Method:    r.Method,
		Operation: id.operation,
		Path:      r.URL.RequestURI(),
		Region:    id.region,
		Service:   id.service,
		protocol:  id.protocol,
	}
}

func (a *Reply) send(w http.ResponseWriter, method string) {
	maps.Copy(w.Header(), a.Header)
	if method != http.MethodHead { // whose length is that of a body which it leaves out
		w.Header().Set("Content-Length", strconv.Itoa(len(a.Body)))
	}
	w.WriteHeader(a.Status)
	_, _ = w.Write(a.Body) // an error means that nobody reads any more
}

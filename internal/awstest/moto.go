package awstest

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

//go:embed serve_moto.py
var motoScript string

// A moto is one running moto server.
type moto struct {
	url    *url.URL
	stdin  io.Closer
	exit   error // valid once exited is closed
	exited chan struct{}
	kill   func() error
}

// startMoto starts a server and waits until it answers.
func startMoto(ctx context.Context, o Options) (*moto, error) {
	python, err := findPython(o.Python)
	if err != nil {
		return nil, err
	}
	// Not CommandContext: ctx bounds the start, not the life of the server. -I keeps Python from
	// importing what happens to lie in the working directory.
	cmd := exec.Command(python, "-I", "-c", motoScript) //nolint:noctx // see above
	cmd.Env = motoEnv(o)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("start moto: %w", err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start moto: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start moto: %w", err)
	}
	port, err := bufio.NewReader(stdout).ReadString('\n')
	m := &moto{
		url:    &url.URL{Scheme: "http", Host: "127.0.0.1:" + strings.TrimSpace(port), Path: "/"},
		stdin:  stdin,
		exited: make(chan struct{}),
		kill:   cmd.Process.Kill,
	}
	go func() {
		m.exit = cmd.Wait()
		close(m.exited)
	}()
	if err == nil {
		err = m.await(ctx)
	}
	if err != nil {
		m.stop()
		return nil, fmt.Errorf("start moto: %w: %s", err, tail(stderr.String()))
	}
	return m, nil
}

// await returns as soon as the server answers. A request made before that waits in the
// server's backlog, so one is enough.
func (m *moto) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	answered := make(chan error, 1)
	go func() { answered <- m.ping(ctx) }()
	select {
	case err := <-answered:
		return err
	case <-m.exited:
		return errors.Join(errors.New("it ended"), m.exit) // which is nil after status 0
	}
}

func (m *moto) ping(ctx context.Context) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, m.url.JoinPath("moto-api/data.json").String(), nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return err
	}
	_ = answer.Body.Close() // nothing was read from it
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("it answers %s", answer.Status)
	}
	return nil
}

// stop ends the server and waits for its end.
func (m *moto) stop() {
	_ = m.stdin.Close()
	select {
	case <-m.exited:
	case <-time.After(5 * time.Second):
		_ = m.kill()
		<-m.exited
	}
}

// motoEnv: with its default images every account and region would own some 1300 snapshots.
func motoEnv(o Options) []string {
	env := append(os.Environ(), "MOTO_EC2_LOAD_DEFAULT_AMIS=false")
	if o.ManagedPolicies {
		env = append(env, "MOTO_IAM_LOAD_MANAGED_POLICIES=true")
	}
	return env
}

// findPython returns the interpreter that has moto: the one given, that of the environment,
// or that of the virtual environment in the module's root.
func findPython(given string) (string, error) {
	python := given
	if python == "" {
		python = os.Getenv("MANTEN_MOTO_PYTHON")
	}
	if python == "" {
		root, err := moduleRoot()
		if err != nil {
			return "", err
		}
		python = filepath.Join(root, ".venv", "bin", "python")
	}
	if _, err := os.Stat(python); err != nil {
		return "", fmt.Errorf("find moto: run `make test`, which makes its virtual environment: %w", err)
	}
	return python, nil
}

func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find moto: %w", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", errors.New("find moto: no go.mod here or above: set MANTEN_MOTO_PYTHON")
		}
		dir = up
	}
}

// tail keeps the end of an output, where Python has the reason.
func tail(s string) string {
	return s[max(0, len(s)-2000):]
}

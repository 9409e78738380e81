package awstest_test

import (
	"bufio"
	"context"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/awstest"
)

// childVariable makes the test binary a program that starts a server and waits for its end.
const childVariable = "AWSTEST_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childVariable) != "" {
		child()
	}
	os.Exit(m.Run())
}

func child() {
	s, err := awstest.Start(context.Background(), awstest.Options{})
	if err != nil {
		println(err.Error())
		os.Exit(1)
	}
	if _, err := os.Stdout.WriteString(s.MotoURL() + "\n"); err != nil {
		os.Exit(1)
	}
	select {}
}

func TestServerDiesWithItsProcess(t *testing.T) {
	t.Parallel()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childVariable+"=1")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatalf("the child says nothing: %v", err)
	}
	moto := strings.TrimSpace(line)
	if !answers(t, moto) {
		t.Fatal("moto does not answer while its process lives")
	}
	if err := cmd.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	awaitEnd(t, moto)
}

func TestClose(t *testing.T) {
	t.Parallel()
	s, err := awstest.Start(t.Context(), awstest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	awaitEnd(t, s.MotoURL())
	awaitEnd(t, s.Endpoint())
}

func TestStartWithoutMoto(t *testing.T) {
	t.Parallel()
	_, err := awstest.Start(t.Context(), awstest.Options{Python: t.TempDir() + "/python"})
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "make test") {
		t.Errorf("got %v", err)
	}
}

func TestStartWithABrokenPython(t *testing.T) {
	t.Parallel()
	_, err := awstest.Start(t.Context(), awstest.Options{Python: "/bin/false"})
	if err == nil {
		t.Error("it started")
	}
}

func answers(t *testing.T, url string) bool {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return false
	}
	_ = answer.Body.Close()
	return true
}

func awaitEnd(t *testing.T, url string) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if !answers(t, url) {
			return
		}
	}
	t.Errorf("%s still answers", url)
}

package awsconf

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/http"

	"github.com/mantenhq/manten/internal/fault"
)

// pages refuses web pages that come with a good status. No service of AWS gives one, but a proxy, a network that wants a
// person to sign in, or a wrong endpoint does; and to the SDK, a page is an XML answer that has nothing in it: no groups,
// so that nothing fails.
type pages struct {
	base http.RoundTripper
}

var errPage = errors.New("a web page")

// RoundTrip sends the request and looks at how the answer begins.
func (p pages) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := p.base.RoundTrip(r)
	if err != nil || answer.StatusCode >= http.StatusMultipleChoices {
		return answer, err
	}
	body := bufio.NewReader(answer.Body)
	begins, _ := body.Peek(64) // whoever reads on meets the error
	begins = bytes.ToLower(bytes.TrimSpace(begins))
	if bytes.HasPrefix(begins, []byte("<!doctype html")) || bytes.HasPrefix(begins, []byte("<html")) {
		_ = answer.Body.Close() // nobody reads it
		return nil, fault.New(fault.Unavailable, "%s answers with %w: it is not AWS", r.URL.Host, errPage).
			Do("look at the network (does it want you to sign in?), at proxies and at --endpoint-url")
	}
	answer.Body = struct {
		io.Reader
		io.Closer
	}{body, answer.Body}
	return answer, nil
}

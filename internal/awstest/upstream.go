package awstest

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
)

// A Reply is an answer to a call, whole. Actions may change one that moto gave.
type Reply struct {
	Body   []byte
	Header http.Header
	Status int
}

// An upstream passes requests on to moto and takes its answers whole.
type upstream struct {
	proxy *httputil.ReverseProxy
}

func newUpstream(target *url.URL) *upstream {
	return &upstream{proxy: &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.URL.Path, r.Out.URL.RawPath = r.In.URL.Path, r.In.URL.RawPath
			r.Out.URL.RawQuery = r.In.URL.RawQuery
			// The S3 Control API has the account in the host.
			r.Out.Host = r.In.Host
		},
		// moto closes each connection itself.
		Transport: &http.Transport{DisableKeepAlives: true, DisableCompression: true},
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
			if r.Context().Err() == nil {
				http.Error(w, "awstest: pass on to moto: "+err.Error(), http.StatusBadGateway)
			}
		},
	}}
}

// pass sends the request with this body and returns moto's answer; nil if the client is gone.
func (u *upstream) pass(ctx context.Context, r *http.Request, body []byte) *Reply {
	out := r.Clone(ctx)
	out.Body = io.NopCloser(bytes.NewReader(body))
	out.ContentLength = int64(len(body))
	out.Header.Del("Content-Length")
	w := &recorder{reply: Reply{Header: http.Header{}}}
	u.proxy.ServeHTTP(w, out)
	if w.reply.Status == 0 {
		return nil
	}
	return &w.reply
}

// A recorder is the ResponseWriter behind which the reverse proxy puts moto's answer.
type recorder struct{ reply Reply }

func (w *recorder) Header() http.Header { return w.reply.Header }

func (w *recorder) Write(b []byte) (int, error) {
	w.reply.Body = append(w.reply.Body, b...)
	return len(b), nil
}

func (w *recorder) WriteHeader(status int) {
	if status >= http.StatusOK { // not the 1xx that come before an answer
		w.reply.Status = status
	}
}

package awstest

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
)

// An Action answers a call. It may answer by itself ([Exchange.Refuse]), or see what else would
// be answered ([Exchange.Next]) and give that, changed or not. With nil the connection is cut.
type Action func(*Exchange) *Reply

// An Exchange is a call that is being answered. It belongs to one goroutine.
type Exchange struct {
	Body    []byte // of the request; what Next passes on
	Call    Call
	Request *http.Request // its own Body has been read

	ended   <-chan struct{} // the rule that acts now has been removed
	pending []*rule
	server  *Server
}

// Context ends when the client is gone.
func (x *Exchange) Context() context.Context { return x.Request.Context() }

// Next returns the answer of the next rule that matches: an older one, a stand-in, at last
// moto. It is nil if the connection shall be cut or the client is gone.
func (x *Exchange) Next() *Reply {
	for len(x.pending) > 0 {
		rule := x.pending[0]
		x.pending = x.pending[1:]
		if x.server.rules.takes(rule, x) {
			x.ended = rule.ended
			return rule.Do(x)
		}
	}
	return x.legible(x.server.upstream.pass(x.Context(), x.Request, x.Body))
}

// legible makes an error of the HTML page with which moto answers an operation that it lacks or
// breaks on. As a page, a client would report broken XML or JSON, and try it twice again.
func (x *Exchange) legible(reply *Reply) *Reply {
	if reply == nil || reply.Status < http.StatusBadRequest || !bytes.HasPrefix(reply.Body, []byte("<!doctype html>")) {
		return reply
	}
	return x.Refuse(http.StatusNotImplemented, "NotImplemented",
		fmt.Sprintf("moto lacks %s.%s or breaks on it (status %d)", x.Call.Service, x.Call.Operation, reply.Status))
}

// Refuse returns an error answer in the protocol of the call. For a JSON service the status
// that AWS gives is nearly always 400.
func (x *Exchange) Refuse(status int, code, message string) *Reply {
	return x.Call.protocol.refusal(status, code, message)
}

// ask puts another question to moto for the same caller, service and region. The headers of
// the call, credential scope included, go with it; moto does not check the signature.
func (x *Exchange) ask(operation, body string) *Reply {
	r := x.Request.Clone(x.Context())
	if target := r.Header.Get("X-Amz-Target"); target != "" {
		r.Header.Set("X-Amz-Target", beforeLast(target, '.')+operation)
	}
	return x.server.upstream.pass(x.Context(), r, []byte(body))
}

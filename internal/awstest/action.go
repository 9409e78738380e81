package awstest

import (
	"net/http"
	"time"
)

// Deny refuses as AWS refuses a caller without permission.
func Deny() Action {
	return func(x *Exchange) *Reply {
		status, code := x.Call.protocol.denied()
		return x.Refuse(status, code, "User is not authorized to perform: "+iamPrefix(x.Call.Service)+":"+x.Call.Operation)
	}
}

// Throttle refuses as AWS refuses a caller that is too fast. Clients try again.
func Throttle() Action {
	return func(x *Exchange) *Reply {
		status, code := x.Call.protocol.throttled()
		return x.Refuse(status, code, "Rate exceeded")
	}
}

// Fail answers with AWS's own fault, status 500. Clients try again.
func Fail() Action {
	return func(x *Exchange) *Reply {
		return x.Refuse(http.StatusInternalServerError, x.Call.protocol.failed(), "An internal error occurred")
	}
}

// Refuse answers with this error, in the protocol of the call.
func Refuse(status int, code, message string) Action {
	return func(x *Exchange) *Reply { return x.Refuse(status, code, message) }
}

// Answer answers with this body instead of asking moto.
func Answer(status int, contentType, body string) Action {
	return func(*Exchange) *Reply { return newReply(status, contentType, body) }
}

// Delay waits before it lets the call go on.
func Delay(d time.Duration) Action {
	return func(x *Exchange) *Reply {
		select {
		case <-time.After(d):
			return x.Next()
		case <-x.Context().Done():
			return nil
		}
	}
}

// Hang never answers. It ends when the client is gone or the rule is removed.
func Hang() Action {
	return func(x *Exchange) *Reply {
		select {
		case <-x.Context().Done():
		case <-x.ended:
		}
		return nil
	}
}

// CutBefore cuts the connection; moto never sees the call.
func CutBefore() Action {
	return func(*Exchange) *Reply { return nil }
}

// CutAfter passes the call on, throws the answer away and cuts the connection: the call was
// done, but the client cannot know.
func CutAfter() Action {
	return func(x *Exchange) *Reply {
		x.Next()
		return nil
	}
}

func newReply(status int, contentType, body string) *Reply {
	return &Reply{
		Body:   []byte(body),
		Header: http.Header{"Content-Type": {contentType}, "X-Amzn-Requestid": {"awstest"}},
		Status: status,
	}
}

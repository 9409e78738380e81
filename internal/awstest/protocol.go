package awstest

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"
)

// A protocol is a way in which AWS services write errors.
type protocol int

const (
	protocolJSON      protocol = iota // KMS, CloudTrail; REST with JSON (Lambda) too
	protocolEC2                       // EC2 alone
	protocolQuery                     // IAM, STS, SNS, RDS …
	protocolS3                        // S3 alone
	protocolS3Control                 // reads the errors of protocolQuery, but throttles as S3
)

// denied is how a service says that the caller lacks a permission.
func (p protocol) denied() (status int, code string) {
	switch p {
	case protocolEC2:
		return http.StatusForbidden, "UnauthorizedOperation"
	case protocolQuery, protocolS3, protocolS3Control:
		return http.StatusForbidden, "AccessDenied"
	default:
		return http.StatusBadRequest, "AccessDeniedException"
	}
}

// throttled is how a service says that the caller is too fast.
func (p protocol) throttled() (status int, code string) {
	switch p {
	case protocolEC2:
		return http.StatusServiceUnavailable, "RequestLimitExceeded"
	case protocolQuery:
		return http.StatusBadRequest, "Throttling"
	case protocolS3, protocolS3Control:
		return http.StatusServiceUnavailable, "SlowDown"
	default:
		return http.StatusBadRequest, "ThrottlingException"
	}
}

// failed is the code with which a service owns a fault.
func (p protocol) failed() string {
	switch p {
	case protocolEC2, protocolS3, protocolS3Control:
		return "InternalError"
	default:
		return "InternalFailure"
	}
}

// refusal writes an error as clients of the protocol read it.
func (p protocol) refusal(status int, code, message string) *Reply {
	if p == protocolJSON {
		body, _ := json.Marshal(map[string]string{"__type": code, "message": message}) // of strings: cannot fail
		reply := newReply(status, "application/x-amz-json-1.1", string(body))
		reply.Header.Set("X-Amzn-Errortype", code)
		return reply
	}
	inner := fmt.Sprintf("<Code>%s</Code><Message>%s</Message>", escape(code), escape(message))
	var body string
	switch p {
	case protocolEC2:
		body = "<Response><Errors><Error>" + inner + "</Error></Errors><RequestID>awstest</RequestID></Response>"
	case protocolS3:
		body = "<Error>" + inner + "<RequestId>awstest</RequestId></Error>"
	default:
		body = "<ErrorResponse><Error>" + inner + "</Error><RequestId>awstest</RequestId></ErrorResponse>"
	}
	return newReply(status, "text/xml", `<?xml version="1.0" encoding="UTF-8"?>`+body)
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes everything
	return b.String()
}

package awstest

import (
	"net/http"
	"net/url"
)

func (s *settings) flowLogStandIns() []StandIn {
	return []StandIn{{
		Always: true, Service: "ec2", Operation: "CreateFlowLogs", do: s.createFlowLogs,
		Why: "moto ignores ClientToken and refuses a flow log like one that is there; AWS answers a call with a token that it knows as it did before, and refuses a known token with other parameters (IdempotentParameterMismatch)",
	}}
}

// A tokened call is one that was answered well, with the client token that it had.
type tokened struct {
	token, input string
	reply        Reply
}

// createFlowLogs answers a call that is made again as the one before.
func (s *settings) createFlowLogs(x *Exchange) *Reply {
	form, err := url.ParseQuery(string(x.Body))
	if err != nil || form.Get("ClientToken") == "" {
		return x.Next()
	}
	earlier := s.flowLogs.of(x.Call.Account, x.Call.Region)
	for _, e := range earlier {
		switch {
		case e.token != form.Get("ClientToken"):
		case e.input != form.Encode():
			return x.Refuse(http.StatusBadRequest, "IdempotentParameterMismatch", "The client token was used with other parameters.")
		default:
			again := e.reply
			return &again
		}
	}
	reply := x.Next()
	if reply != nil && reply.Status == http.StatusOK {
		kept := tokened{token: form.Get("ClientToken"), input: form.Encode(), reply: *reply}
		s.flowLogs.set(x.Call.Account, x.Call.Region, append(earlier, kept))
	}
	return reply
}

package apply

import (
	"errors"

	"github.com/aws/smithy-go"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/fault"
)

// untold stands in the place of an error's own text.
const untold = "its text is not shown, for the call held a secret"

// quiet takes the text from an error of a call that held secrets: AWS may repeat what it refuses, in any encoding, and
// looking for the secrets in it would miss one. What the caller decides by stays: whether it came to a call at all,
// whether AWS answered, its code, and whose fault it was. A refusal is our own text, made before anything was sent.
func quiet(err error, secrets map[string]string) error {
	if err == nil || len(secrets) == 0 || fault.CodeOf(err) == fault.Refused {
		return err
	}
	api, answered := errors.AsType[smithy.APIError](err)
	if !answered {
		return errors.New("no answer; " + untold)
	}
	whose := api.ErrorFault()
	if awsconf.ServerFault(err) {
		whose = smithy.FaultServer
	}
	return &smithy.GenericAPIError{Code: api.ErrorCode(), Message: untold, Fault: whose}
}

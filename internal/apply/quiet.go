package apply

import (
	"errors"
	"strings"

	"github.com/aws/smithy-go"

	"github.com/mantenhq/manten/internal/awsconf"
)

// quiet takes secrets out of an error: AWS may repeat what it refuses. What the caller decides by stays: whether AWS
// answered, its code, and whose fault it was.
func quiet(err error, secrets map[string]string) error {
	if err == nil || len(secrets) == 0 {
		return err
	}
	text, hide := err.Error(), []string{}
	for _, value := range secrets {
		if value != "" {
			hide = append(hide, value, "[secret]")
		}
	}
	r := strings.NewReplacer(hide...)
	api, answered := errors.AsType[smithy.APIError](err)
	if !answered {
		return errors.New(r.Replace(text))
	}
	whose := api.ErrorFault()
	if awsconf.ServerFault(err) {
		whose = smithy.FaultServer
	}
	return &smithy.GenericAPIError{Code: api.ErrorCode(), Message: r.Replace(api.ErrorMessage()), Fault: whose}
}

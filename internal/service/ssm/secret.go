package ssm

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
)

// secureString is the value of a SecureString by its name.
var secureString = catalog.Secret(Service, "ssm.SecureString", []awsop.Op{getParameter},
	func(ctx context.Context, cfg aws.Config, args map[string]string) (string, error) {
		name := args["name"]
		out, err := sdk.NewFromConfig(cfg).GetParameter(ctx, &sdk.GetParameterInput{Name: &name, WithDecryption: aws.Bool(true)})
		if err != nil {
			return "", err
		}
		if out.Parameter == nil || out.Parameter.Value == nil || out.Parameter.Type != types.ParameterTypeSecureString {
			return "", errors.New("parameter " + name + " is no SecureString with a value")
		}
		return *out.Parameter.Value, nil
	})

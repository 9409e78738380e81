package codebuild

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/codebuild"
)

var (
	getAccessKeyLastUsed = awsop.Read((*iam.Client).GetAccessKeyLastUsed, "iam:GetAccessKeyLastUsed")
	getUser              = awsop.Read((*iam.Client).GetUser, "iam:GetUser")
)

// readKeyOwner asks IAM whose key stands in clear text. Of a key of another account IAM refuses to tell anything.
func readKeyOwner(ctx context.Context, at catalog.Place, p *codebuild.Project) error {
	of := *p
	if of.PlainAccessKeyID.State() == resource.NotAsked {
		if err := readProject(ctx, at, &of); err != nil {
			return err
		}
	}
	key, there := of.PlainAccessKeyID.Get()
	if !there {
		p.KeyOwner = resource.None[string]()
		return nil
	}
	arn, err := ownerOf(ctx, iam.NewFromConfig(at.Config), key)
	if awsconf.Code(err) == "NoSuchEntity" { // the key, or since then the user
		p.KeyOwner = resource.None[string]()
		return nil
	}
	if err != nil {
		return err
	}
	p.KeyOwner = resource.Is(arn)
	return nil
}

func ownerOf(ctx context.Context, client *iam.Client, key string) (string, error) {
	used, err := client.GetAccessKeyLastUsed(ctx, &iam.GetAccessKeyLastUsedInput{AccessKeyId: &key})
	if err != nil {
		return "", err
	}
	if aws.ToString(used.UserName) == "" {
		return "", errors.New("the answer does not tell whose key it is")
	}
	out, err := client.GetUser(ctx, &iam.GetUserInput{UserName: used.UserName})
	if err != nil {
		return "", err
	}
	if out.User == nil || aws.ToString(out.User.Arn) == "" {
		return "", errors.New("the answer has no user")
	}
	return *out.User.Arn, nil
}

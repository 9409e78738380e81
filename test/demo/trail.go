package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"

	"github.com/mantenhq/manten/internal/awstest"
)

// trail makes a trail of one region that is neither encrypted nor validated, and whose bucket nobody watches.
func trail(ctx context.Context, a *awstest.Account) error {
	c := cloudtrail.NewFromConfig(a.Config("us-east-1"))
	if _, err := c.CreateTrail(ctx, &cloudtrail.CreateTrailInput{Name: aws.String("audit"), S3BucketName: aws.String("logs-" + a.ID)}); err != nil {
		return err
	}
	_, err := c.StartLogging(ctx, &cloudtrail.StartLoggingInput{Name: aws.String("audit")})
	return err
}

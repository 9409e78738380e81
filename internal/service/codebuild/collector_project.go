package codebuild

import (
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/codebuild"
	"github.com/aws/aws-sdk-go-v2/service/codebuild/types"
	"github.com/aws/smithy-go"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/codebuild"
)

var (
	listProjects     = awsop.Read((*sdk.Client).ListProjects, "codebuild:ListProjects")
	batchGetProjects = awsop.Read((*sdk.Client).BatchGetProjects, "codebuild:BatchGetProjects")
)

// notFound is our code for a project that AWS counts among those that it did not find, which is no error to it.
const notFound = "ProjectNotFound"

var projects = catalog.Collector(Service, catalog.CollectorSpec[codebuild.Project]{
	Type: "AWS::CodeBuild::Project", Version: 1, Scope: catalog.Regional, File: "project",
	ListCalls: []awsop.Op{listProjects, batchGetProjects},
	List:      listAll,
	Gone:      []string{notFound},
	Reads: []catalog.ReadSpec[codebuild.Project]{
		{
			Facts: []string{
				"Source", "SecondarySources", "Environment", "Variables", "PlainAccessKeyID", "ServiceRole", "Modified", "Tags",
			},
			Calls: []awsop.Op{batchGetProjects}, Do: readProject,
		},
		{Facts: []string{"KeyOwner"}, Calls: []awsop.Op{getAccessKeyLastUsed, getUser, batchGetProjects}, Do: readKeyOwner},
	},
})

// listAll describes the projects of a page together: there are up to 100 names in one, as many as CodeBuild describes at
// once. Projects whose description is refused are there, with all facts hidden.
func listAll(ctx context.Context, at catalog.Place) iter.Seq2[codebuild.Project, error] {
	return func(yield func(codebuild.Project, error) bool) {
		pages := sdk.NewListProjectsPaginator(sdk.NewFromConfig(at.Config), &sdk.ListProjectsInput{})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(codebuild.Project{}, err)
				return
			}
			for names := range slices.Chunk(page.Projects, 100) {
				found, err := described(ctx, at, names)
				if ctx.Err() != nil {
					yield(codebuild.Project{}, ctx.Err())
					return
				}
				if err == nil {
					names = slices.DeleteFunc(slices.Clone(names), found.gone)
				}
				for _, name := range names {
					if !yield(listed(at, name, found, err), nil) {
						return
					}
				}
			}
		}
	}
}

// batch is what CodeBuild says of some names.
type batch struct {
	projects map[string]types.Project
	missing  []string
}

// gone tells whether the project was deleted after it was listed.
func (b batch) gone(name string) bool { return slices.Contains(b.missing, name) }

func described(ctx context.Context, at catalog.Place, names []string) (batch, error) {
	out, err := sdk.NewFromConfig(at.Config).BatchGetProjects(ctx, &sdk.BatchGetProjectsInput{Names: names})
	if err != nil {
		return batch{}, err
	}
	b := batch{projects: map[string]types.Project{}, missing: out.ProjectsNotFound}
	for _, p := range out.Projects {
		b.projects[aws.ToString(p.Name)] = p
	}
	return b, nil
}

func listed(at catalog.Place, name string, found batch, err error) codebuild.Project {
	arn := resource.ARN(at.Region, "codebuild", at.Region, at.Account, "project/"+name)
	p := codebuild.Project{Ref: at.Ref("AWS::CodeBuild::Project", arn, name)}
	if err != nil {
		resource.Hide(&p, catalog.WhyHidden(err, []awsop.Op{batchGetProjects}), resource.NamesOf(p)...)
		return p
	}
	if project, ok := found.projects[name]; ok && project.Environment != nil && project.Source != nil {
		fill(&p, project)
	}
	return p
}

func readProject(ctx context.Context, at catalog.Place, p *codebuild.Project) error {
	found, err := described(ctx, at, []string{p.Name})
	if err != nil {
		return err
	}
	project, ok := found.projects[p.Name]
	switch {
	case found.gone(p.Name):
		return &smithy.GenericAPIError{Code: notFound, Message: "the project is among those that were not found"}
	case !ok || project.Environment == nil || project.Source == nil:
		return errors.New("the answer lacks the project, its environment or its source")
	}
	fill(p, project)
	return nil
}

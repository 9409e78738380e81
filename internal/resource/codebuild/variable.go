package codebuild

// Variable is an environment variable of a project.
type Variable struct {
	Name string
	// Type is Plaintext, ParameterStore or SecretsManager.
	Type string
	// Reference is where the value is kept, empty for a plain one, whose value is nowhere here.
	Reference string `json:",omitempty"`
}

// The types of variables.
const (
	Plaintext      = "PLAINTEXT"
	ParameterStore = "PARAMETER_STORE"
	SecretsManager = "SECRETS_MANAGER"
)

// The variables in which an AWS SDK looks for credentials.
const (
	AccessKeyID     = "AWS_ACCESS_KEY_ID"
	SecretAccessKey = "AWS_SECRET_ACCESS_KEY" //nolint:gosec // the name of a variable, not its value
)

// Credential tells whether the variable holds part of an AWS access key in clear text.
func (v Variable) Credential() bool {
	return v.Type == Plaintext && (v.Name == AccessKeyID || v.Name == SecretAccessKey)
}

package iam

import "github.com/mantenhq/manten/internal/catalog"

var (
	noRootCredentials = catalog.Text(Service, "iam/no-root-credentials",
		"the root user has neither a password nor an access key", "ルートユーザーにパスワードもアクセスキーもありません")
	noRootMFA = catalog.Text(Service, "iam/no-root-mfa", "the root user has no MFA device", "ルートユーザーに MFA デバイスがありません")
)

package s3

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource/s3"
)

func TestEnableDefaultEncryptionS3(t *testing.T) {
	t.Parallel()
	key := map[string]any{"kmsKeyAlias": "alias/data"}
	for name, c := range map[string]struct {
		change func(*s3.Bucket)
		set    map[string]any
	}{
		"none":        {func(*s3.Bucket) {}, nil},
		"none-key":    {func(*s3.Bucket) {}, key},
		"already":     {encrypting("AES256"), nil},
		"already-key": {encrypting("aws:kms"), key},
		"other-rule":  {encrypting(""), nil},
		"unread":      {hiding("Encryption"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			catalogtest.Golden(t, enableDefaultEncryption, name, theBucket(c.change), c.set)
		})
	}
	if _, err := enableDefaultEncryption.Params.With(map[string]any{"kmsKeyAlias": ""}); err == nil {
		t.Error("no key and no word for none is taken")
	}
}

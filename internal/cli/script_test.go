package cli_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/mantenhq/manten/internal/demo"
)

// TestScript runs the commands that need no AWS, as a person would. Each script works on a copy of the sample account.
func TestScript(t *testing.T) {
	t.Parallel()
	bin := t.TempDir()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(program, filepath.Join(bin, "manten")); err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			for _, kv := range append(nowhere(), asManten+"=1", "LANG=C",
				"HOME="+e.WorkDir, "XDG_DATA_HOME="+filepath.Join(e.WorkDir, "data"), "XDG_CONFIG_HOME="+filepath.Join(e.WorkDir, "config"),
				"PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH")) {
				e.Vars = append(e.Vars, kv)
			}
			return os.WriteFile(filepath.Join(e.WorkDir, "sample.json"), demo.Account, 0o600)
		},
	})
}

package config_test

import (
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/config"
	"github.com/mantenhq/manten/internal/fault"
)

func TestParseAge(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]time.Duration{
		"0d": 0, "1d": 24 * time.Hour, "90d": 90 * 24 * time.Hour, "2w": 14 * 24 * time.Hour, "36h": 36 * time.Hour,
		"1h30m": 90 * time.Minute, "30m": 30 * time.Minute, "5000w": 5000 * 7 * 24 * time.Hour,
	} {
		if got, err := config.ParseAge(s); err != nil || got != want {
			t.Errorf("%q is %v (%v), want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"", "90", "d", "-1d", "-36h", "1.5d", "1 d", "d90", "99999999d", "1y", "90days"} {
		if got, err := config.ParseAge(s); err == nil {
			t.Errorf("%q is %v, want an error", s, got)
		}
	}
}

func TestKeep(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]time.Duration{"": 0, "keep: 90d": 90 * 24 * time.Hour, "keep: 36h": 36 * time.Hour} {
		c, err := config.Parse([]byte(file))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := c.Kept(); err != nil || got != want {
			t.Errorf("%q keeps for %v (%v), want %v", file, got, err, want)
		}
	}
	c, err := config.Parse([]byte("keep: a while"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Kept(); fault.CodeOf(err) != fault.Invalid {
		t.Errorf("got %v, want that it is no age", err)
	}
}

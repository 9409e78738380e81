package config

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ParseAge reads how old something is: days (90d), weeks (2w), or a duration as Go writes it (36h). It is never negative.
func ParseAge(s string) (time.Duration, error) {
	const day = 24 * time.Hour
	for unit, length := range map[string]time.Duration{"d": day, "w": 7 * day} {
		number, is := strings.CutSuffix(s, unit)
		if !is {
			continue
		}
		if n, err := strconv.ParseUint(number, 10, 16); err == nil { // more would be longer than a duration can be
			return time.Duration(n) * length, nil
		}
	}
	if d, err := time.ParseDuration(s); err == nil && d >= 0 {
		return d, nil
	}
	return 0, fmt.Errorf("%q is no age: write it as 90d, 2w or 36h", s)
}

// Kept is how long scans and archived findings are kept, zero where the file does not say.
func (c Config) Kept() (time.Duration, error) {
	if c.Keep == "" {
		return 0, nil
	}
	age, err := ParseAge(c.Keep)
	if err != nil {
		return 0, c.invalid("keep: %w", err)
	}
	return age, nil
}

package awstest

import "sync"

// RootMFA is the second factor of a root user. The zero value is a hardware device.
type RootMFA int

// The second factors.
const (
	HardwareMFA RootMFA = iota
	VirtualMFA
	NoMFA
)

// Root is what the root user of an account has. The zero value is what it should have: a
// hardware device, and no access keys.
type Root struct {
	AccessKey bool
	MFA       RootMFA
}

// roots keeps the root users that tests have set.
type roots struct {
	mu     sync.Mutex
	states map[string]Root
}

func newRoots() *roots { return &roots{states: map[string]Root{}} }

func (rs *roots) of(account string) Root {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	return rs.states[account]
}

func (rs *roots) set(account string, r Root) {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	rs.states[account] = r
}

func (rs *roots) forget(account string) {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	delete(rs.states, account)
}

func (rs *roots) standIns() []StandIn {
	return []StandIn{
		{
			Always: true, Service: "iam", Operation: "GetAccountSummary", do: rs.summary,
			Why: "moto says AccountMFAEnabled 0 and AccountAccessKeysPresent 0 for every root user and leaves out AccountPasswordPresent; a test sets the root user",
		},
		{
			Always: true, Service: "iam", Operation: "GetCredentialReport", do: rs.report,
			Why: "moto's report has no <root_account> row, is always generated in February 2015, and says not_supported where AWS says N/A: region and service of a key never used, password columns of a user without one",
		},
		{
			Always: true, Service: "iam", Operation: "ListVirtualMFADevices", do: rs.virtualDevices,
			Why: "moto has no root user who could have a device; AWS lists root-account-mfa-device as assigned to root",
		},
	}
}

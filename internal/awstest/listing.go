package awstest

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// kept holds what tests have set, by account and region, for stand-ins that know more than moto.
type kept[T any] struct {
	mu    sync.Mutex
	lists map[string][]T
}

func (k *kept[T]) of(account, region string) []T {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.lists[account+" "+region]
}

func (k *kept[T]) set(account, region string, list []T) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.lists == nil {
		k.lists = map[string][]T{}
	}
	k.lists[account+" "+region] = list
}

func (k *kept[T]) forget(account string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for key := range k.lists {
		if strings.HasPrefix(key, account+" ") {
			delete(k.lists, key)
		}
	}
}

// settings are what tests have set beside the root users.
type settings struct {
	analyzers kept[Analyzer]
	flowLogs  kept[tokened]
	nodes     kept[Node]
	pendings  kept[pendingChange]
	// subscriptions are those that are not confirmed.
	subscriptions kept[pendingSubscription]
}

func (s *settings) forget(account string) {
	s.analyzers.forget(account)
	s.flowLogs.forget(account)
	s.nodes.forget(account)
	s.pendings.forget(account)
	s.subscriptions.forget(account)
}

const offsetToken = "awstest-from-"

// pageOf is one page of a list, and the token of the next, empty on the last.
func pageOf[T any](list []T, token string, size int) (page []T, next string, err error) {
	from := 0
	if token != "" {
		rest, ours := strings.CutPrefix(token, offsetToken)
		if from, err = strconv.Atoi(rest); err != nil || !ours || from < 0 || from > len(list) {
			return nil, "", fmt.Errorf("the token %q is none of ours", token)
		}
	}
	to := min(from+size, len(list))
	if to < len(list) {
		next = offsetToken + strconv.Itoa(to)
	}
	return list[from:to], next, nil
}

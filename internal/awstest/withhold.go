package awstest

import "sync"

// A Withhold passes calls on and keeps the answers to itself until it is released, or the
// client is gone, or its rule is removed. With it a test stops the program at the worst moment:
// AWS has done it, the program does not know yet.
type Withhold struct {
	passed   chan Call
	release  func()
	released chan struct{}
}

// NewWithhold returns one for one rule.
func NewWithhold() *Withhold {
	released := make(chan struct{})
	return &Withhold{
		passed:   make(chan Call, 1024),
		release:  sync.OnceFunc(func() { close(released) }),
		released: released,
	}
}

// Do is the action for the rule.
func (w *Withhold) Do(x *Exchange) *Reply {
	ended := x.ended // Next leaves that of another rule
	reply := x.Next()
	select {
	case w.passed <- x.Call:
	default: // nobody counts so far
	}
	select {
	case <-w.released:
	case <-ended:
	case <-x.Context().Done():
		return nil
	}
	return reply
}

// Passed receives each call once moto has done it.
func (w *Withhold) Passed() <-chan Call { return w.passed }

// Release lets all answers go, those of later calls too.
func (w *Withhold) Release() { w.release() }

package awstest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sync"
)

// hubs is what moto's Security Hub lacks. The findings themselves stay with moto; only one call at a time changes those of
// an account and region.
type hubs struct {
	mu    sync.Mutex
	locks map[string]*sync.Mutex
}

// A hubFinding is a finding in the AWS Security Finding Format.
type hubFinding map[string]any

func hubStandIns() []StandIn {
	h := &hubs{locks: map[string]*sync.Mutex{}}
	return []StandIn{
		{
			Always: true, Service: "securityhub", Operation: "BatchImportFindings", do: h.batchImport,
			Why: "moto takes findings where Security Hub is not enabled, of any number and size, and overwrites all of an earlier one; AWS refuses (InvalidAccessException, InvalidInputException), keeps the earlier one unless UpdatedAt grows, leaves Note, UserDefinedFields, VerificationState and Workflow to the customer, and makes the workflow NEW again where a finding comes back",
		},
		{
			Always: true, Service: "securityhub", Operation: "BatchUpdateFindings", do: h.batchUpdate,
			Why: "moto lacks it; what it sets then comes back by GetFindings, and UpdatedAt stays as it was",
		},
		{
			Always: true, Service: "securityhub", Operation: "GetFindings", do: h.find,
			Why: "moto ignores the filters and answers where Security Hub is not enabled; answers by string and date filters, those that are not stood in for are refused",
		},
	}
}

// hold keeps others from changing the findings of the call's account and region.
func (h *hubs) hold(x *Exchange) (release func()) {
	h.mu.Lock()
	lock := h.locks[placeOf(x)]
	if lock == nil {
		lock = &sync.Mutex{}
		h.locks[placeOf(x)] = lock
	}
	h.mu.Unlock()
	lock.Lock()
	return lock.Unlock
}

// askHub puts a question to moto's Security Hub for the same caller and region.
func (x *Exchange) askHub(method, path string, body, into any) error {
	data := []byte{}
	if body != nil {
		var err error
		if data, err = json.Marshal(body); err != nil {
			return err
		}
	}
	r := x.Request.Clone(x.Context())
	r.Method, r.URL.Path, r.URL.RawPath = method, path, ""
	reply := x.server.upstream.pass(x.Context(), r, data)
	switch {
	case reply == nil:
		return x.Context().Err()
	case reply.Status != http.StatusOK:
		return fmt.Errorf("awstest: moto answered %s with %d: %.200s", path, reply.Status, reply.Body)
	}
	return json.Unmarshal(reply.Body, into)
}

// closed refuses the call where Security Hub is not enabled; nil where it is.
func (x *Exchange) closed() *Reply {
	var hub struct{ HubArn string }
	if err := x.askHub(http.MethodGet, "/accounts", nil, &hub); err != nil {
		return x.Refuse(http.StatusUnauthorized, "InvalidAccessException",
			"Account "+x.Call.Account+" is not subscribed to AWS Security Hub")
	}
	return nil
}

// hubFindings are all that moto has of the account and region, page by page.
func (x *Exchange) hubFindings() ([]hubFinding, error) {
	var all []hubFinding
	for token := ""; ; {
		asked := map[string]any{"MaxResults": hubBatch}
		if token != "" {
			asked["NextToken"] = token
		}
		var page struct {
			Findings  []hubFinding
			NextToken string
		}
		if err := x.askHub(http.MethodPost, "/findings", asked, &page); err != nil {
			return nil, err
		}
		all = append(all, page.Findings...)
		if token = page.NextToken; token == "" {
			return all, nil
		}
	}
}

// hubBatch is how many findings one call has at most, hubLargest how large one is in bytes.
const (
	hubBatch   = 100
	hubLargest = 240 << 10
)

// find answers with the findings that the filters let through.
func (h *hubs) find(x *Exchange) *Reply {
	if no := x.closed(); no != nil {
		return no
	}
	var asked struct {
		Filters    map[string][]hubFilter
		MaxResults *int
		NextToken  string
	}
	if err := json.Unmarshal(x.Body, &asked); err != nil {
		return x.hubInvalid(err.Error())
	}
	size := hubBatch
	if asked.MaxResults != nil {
		size = *asked.MaxResults
	}
	if size < 1 || size > hubBatch {
		return x.hubInvalid("MaxResults is between 1 and 100")
	}
	all, err := x.hubFindings()
	if err != nil {
		return x.Refuse(http.StatusInternalServerError, "InternalException", err.Error())
	}
	found := []hubFinding{}
	for _, f := range all {
		ok, err := f.matches(asked.Filters)
		if err != nil {
			return x.hubInvalid(err.Error())
		}
		if ok {
			found = append(found, f)
		}
	}
	slices.SortStableFunc(found, func(a, b hubFinding) int { return cmp.Compare(a.text("Id"), b.text("Id")) })
	page, next, err := pageOf(found, asked.NextToken, size)
	if err != nil {
		return x.hubInvalid(err.Error())
	}
	answer := map[string]any{"Findings": page}
	if next != "" {
		answer["NextToken"] = next
	}
	return jsonReply(x, answer)
}

func (x *Exchange) hubInvalid(message string) *Reply {
	return x.Refuse(http.StatusBadRequest, "InvalidInputException", message)
}

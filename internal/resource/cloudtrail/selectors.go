package cloudtrail

import (
	"slices"
	"strings"
)

// Selectors are a trail's event selectors; of the two kinds one is in use.
type Selectors struct {
	Basic    []Basic    `json:",omitempty"`
	Advanced []Advanced `json:",omitempty"`
}

// Basic is a basic event selector.
type Basic struct {
	// ReadWrite is "All", "ReadOnly" or "WriteOnly".
	ReadWrite  string
	Management bool
	// Excluded are event sources whose management events are left out.
	Excluded []string `json:",omitempty"`
	Data     []Data   `json:",omitempty"`
}

// Data names resources whose data events are recorded.
type Data struct {
	Type   string
	Values []string
}

// Advanced is an advanced event selector.
type Advanced struct {
	Name   string `json:",omitempty"`
	Fields []Field
}

// Field is a condition of an advanced event selector.
type Field struct {
	Field         string
	Equals        []string `json:",omitempty"`
	NotEquals     []string `json:",omitempty"`
	StartsWith    []string `json:",omitempty"`
	NotStartsWith []string `json:",omitempty"`
	EndsWith      []string `json:",omitempty"`
	NotEndsWith   []string `json:",omitempty"`
}

// The values that matter.
const (
	All       = "All"
	ReadOnly  = "ReadOnly"
	WriteOnly = "WriteOnly"
)

// Management tells whether all management events are recorded: reading and writing, of every source.
func (s Selectors) Management() bool {
	return slices.ContainsFunc(s.Basic, func(b Basic) bool {
		return b.Management && b.ReadWrite == All && len(b.Excluded) == 0
	}) || slices.ContainsFunc(s.Advanced, func(a Advanced) bool {
		return a.category() == "Management" && len(a.Fields) == 1
	})
}

// S3 tells whether the data events of the objects of all buckets are recorded: those that write, or those that read.
func (s Selectors) S3(write bool) bool {
	return slices.ContainsFunc(s.Basic, func(b Basic) bool { return b.records(write) && b.allBuckets() }) ||
		slices.ContainsFunc(s.Advanced, func(a Advanced) bool { return a.allObjects(write) })
}

func (b Basic) records(write bool) bool {
	return b.ReadWrite == All || (write && b.ReadWrite == WriteOnly) || (!write && b.ReadWrite == ReadOnly)
}

// allBuckets tells whether an ARN stands for all buckets: "arn:aws:s3", or "arn:aws:s3:::".
func (b Basic) allBuckets() bool {
	return slices.ContainsFunc(b.Data, func(d Data) bool {
		return d.Type == "AWS::S3::Object" && slices.ContainsFunc(d.Values, func(v string) bool {
			service, isARN := strings.CutPrefix(v, "arn:")
			_, rest, _ := strings.Cut(service, ":")
			return isARN && (rest == "s3" || rest == "s3:::")
		})
	})
}

func (a Advanced) category() string {
	for _, f := range a.Fields {
		if f.Field == "eventCategory" && len(f.Equals) == 1 && f.plain() {
			return f.Equals[0]
		}
	}
	return ""
}

// plain tells whether the condition is nothing but Equals.
func (f Field) plain() bool {
	return len(f.NotEquals)+len(f.StartsWith)+len(f.NotStartsWith)+len(f.EndsWith)+len(f.NotEndsWith) == 0
}

// allObjects tells whether the selector takes the data events of all S3 objects, of one kind or of both.
func (a Advanced) allObjects(write bool) bool {
	objects := false
	for _, f := range a.Fields {
		switch {
		case f.Field == "eventCategory":
		case f.Field == "resources.type" && f.plain() && slices.Contains(f.Equals, "AWS::S3::Object"):
			objects = true
		case f.Field == "readOnly" && f.plain() && len(f.Equals) == 1 && (f.Equals[0] == "false") == write:
		default:
			return false // it narrows the events further
		}
	}
	return objects && a.category() == "Data"
}

// WithManagement are the selectors with all management events; the data events stay as they are.
func (s Selectors) WithManagement() Selectors {
	if len(s.Advanced) > 0 {
		out := Selectors{Advanced: slices.DeleteFunc(slices.Clone(s.Advanced), func(a Advanced) bool { return a.category() == "Management" })}
		out.Advanced = append(out.Advanced, Advanced{
			Name: "Management events", Fields: []Field{{Field: "eventCategory", Equals: []string{"Management"}}},
		})
		return out
	}
	out := Selectors{}
	for _, b := range s.Basic {
		if len(b.Data) == 0 {
			continue // it selected management events, or nothing
		}
		b.Management, b.Excluded = false, nil
		out.Basic = append(out.Basic, b)
	}
	// A selector that there is saves one more: a trail may have few.
	if i := slices.IndexFunc(out.Basic, func(b Basic) bool { return b.ReadWrite == All }); i >= 0 {
		out.Basic[i].Management = true
		return out
	}
	out.Basic = append(out.Basic, Basic{ReadWrite: All, Management: true})
	return out
}

// MostBasic is how many basic selectors a trail may have. Source: AWS CloudTrail User Guide, "Quotas in AWS CloudTrail".
const MostBasic = 5

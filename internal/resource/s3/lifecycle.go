package s3

import "time"

// Lifecycle is when S3 moves and deletes objects of a bucket by itself.
type Lifecycle struct {
	Rules []LifecycleRule
	// TransitionDefaultMinimumObjectSize is how large an object must be to be moved, empty where AWS does not say.
	TransitionDefaultMinimumObjectSize string `json:",omitempty"`
}

// LifecycleRule is what happens to some of the objects.
type LifecycleRule struct {
	ID string `json:",omitempty"`
	// Status is "Enabled" or "Disabled".
	Status string
	// Filter says which objects; rules of S3's first years have Prefix instead.
	Filter *LifecycleFilter `json:",omitempty"`
	Prefix *string          `json:",omitempty"`

	Expiration                     *Expiration             `json:",omitempty"`
	NoncurrentVersionExpiration    *NoncurrentExpiration   `json:",omitempty"`
	Transitions                    []Transition            `json:",omitempty"`
	NoncurrentVersionTransitions   []NoncurrentTransition  `json:",omitempty"`
	AbortIncompleteMultipartUpload *AbortIncompleteUploads `json:",omitempty"`
}

// LifecycleFilter chooses objects by one thing, or by all in And.
type LifecycleFilter struct {
	Prefix                *string       `json:",omitempty"`
	Tag                   *Tag          `json:",omitempty"`
	ObjectSizeGreaterThan *int64        `json:",omitempty"`
	ObjectSizeLessThan    *int64        `json:",omitempty"`
	And                   *LifecycleAnd `json:",omitempty"`
}

// LifecycleAnd chooses objects by several things at once.
type LifecycleAnd struct {
	Prefix                *string `json:",omitempty"`
	Tags                  []Tag   `json:",omitempty"`
	ObjectSizeGreaterThan *int64  `json:",omitempty"`
	ObjectSizeLessThan    *int64  `json:",omitempty"`
}

// Tag is a tag of an object.
type Tag struct{ Key, Value string }

// Expiration is when objects are deleted.
type Expiration struct {
	Date                      *time.Time `json:",omitempty"`
	Days                      *int32     `json:",omitempty"`
	ExpiredObjectDeleteMarker *bool      `json:",omitempty"`
}

// NoncurrentExpiration is when former versions are deleted.
type NoncurrentExpiration struct {
	NoncurrentDays          *int32 `json:",omitempty"`
	NewerNoncurrentVersions *int32 `json:",omitempty"`
}

// Transition is when objects are moved to another storage class.
type Transition struct {
	Date         *time.Time `json:",omitempty"`
	Days         *int32     `json:",omitempty"`
	StorageClass string     `json:",omitempty"`
}

// NoncurrentTransition is when former versions are moved to another storage class.
type NoncurrentTransition struct {
	NoncurrentDays          *int32 `json:",omitempty"`
	NewerNoncurrentVersions *int32 `json:",omitempty"`
	StorageClass            string `json:",omitempty"`
}

// AbortIncompleteUploads is when uploads in parts are given up that nobody completed.
type AbortIncompleteUploads struct {
	DaysAfterInitiation *int32 `json:",omitempty"`
}

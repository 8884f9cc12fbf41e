package models

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"strconv"
	"sync"
	"time"
)

// idEpoch is subtracted from the clock so that 41 bits of milliseconds last until 2093.
var idEpoch = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()

const idCounterBits = 22

var ids struct {
	sync.Mutex
	milli   int64
	counter int64
}

// NewID returns the id of a new row: 41 bits of milliseconds and 22 bits that
// begin at random in each millisecond and count up. Ids need no coordination
// between nodes (no auto-increment to shard or to collide in a cluster), sort by
// time of creation, and fit a BIGINT. Should two nodes ever draw the same one,
// the primary key refuses the second row and InTx repeats with fresh ids.
func NewID(now time.Time) int64 {
	ids.Lock()
	defer ids.Unlock()
	milli := now.UnixMilli() - idEpoch
	switch {
	case milli > ids.milli:
		ids.milli, ids.counter = milli, randomCounter()
	case ids.counter+1 >= 1<<idCounterBits:
		// The millisecond is full, or the clock stepped back into it: borrow from the next one.
		ids.milli, ids.counter = ids.milli+1, 0
	default:
		ids.counter++
	}
	return ids.milli<<idCounterBits | ids.counter
}

// randomCounter leaves the upper half of the range free to count through.
func randomCounter() int64 {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return int64(binary.BigEndian.Uint64(b[:]) & (1<<(idCounterBits-1) - 1))
}

// ParseID reads an id as pages and the API write it. What is not an id names
// no row, so the error is ErrNotFound.
func ParseID(s string) (int64, error) {
	id, err := strconv.ParseInt(s, 10, 64)
	if err != nil || id <= 0 {
		return 0, fmt.Errorf("id %q: %w", s, ErrNotFound)
	}
	return id, nil
}

// FirstID is the smallest id that a row created at m can have.
func FirstID(m Millis) int64 { return max(0, int64(m)-idEpoch) << idCounterBits }

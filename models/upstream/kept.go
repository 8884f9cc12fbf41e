package upstream

import (
	"context"
	"sync"
	"time"

	"xinshi/models"
)

// The library changes seldom, and the platform counts who looks: a node keeps what
// it has read for a while. Own lists are kept in the database, see Fetch.
const (
	keptFor  = 10 * time.Minute
	keptMost = 200
)

type shelfKey struct {
	family         models.Family
	category, page int
}

type offersKey struct {
	family models.Family
	id     string
}

// Kept is what a node has read of the library.
type Kept struct {
	mu   sync.Mutex
	read map[keptKey]keptValue
}

type keptKey struct {
	appID int64
	what  any
}

type keptValue struct {
	at    time.Time
	value any
}

func (k *Kept) get(key keptKey, now time.Time) (any, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	v, ok := k.read[key]
	return v.value, ok && now.Sub(v.at) < keptFor
}

// put forgets everything once there is much: nobody looks at so much in a while.
func (k *Kept) put(key keptKey, now time.Time, value any) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.read == nil || len(k.read) >= keptMost {
		k.read = map[keptKey]keptValue{}
	}
	k.read[key] = keptValue{now, value}
}

// keep answers from what was read, or reads.
func keep[T any](ctx context.Context, k Keeper, app models.App, what any, read func(ctx context.Context, token string) (T, error)) (T, error) {
	key, now := keptKey{app.ID, what}, k.Store.Now().Time()
	if v, ok := k.Kept.get(key, now); ok {
		return v.(T), nil
	}
	var value T
	err := k.do(ctx, app, func(ctx context.Context, token string) (err error) {
		value, err = read(ctx, token)
		return err
	})
	if err == nil {
		k.Kept.put(key, now, value)
	}
	return value, err
}

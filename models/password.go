package models

import (
	"context"
	_ "embed"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
)

// The lengths of a password, in characters. Length and the list of common ones
// are the whole rule: demanding a digit and a sign only makes people write
// Password1! everywhere.
const (
	MinPassword = 10
	maxPassword = 256
)

func checkPassword(bad *ValidationError, field, password, email, name string) {
	switch n := utf8.RuneCountInString(password); {
	case n == 0:
		bad.Add(field, ReasonRequired)
	case n < MinPassword:
		bad.Add(field, ReasonTooShort, MinPassword)
	case n > maxPassword:
		bad.Add(field, ReasonTooLong, maxPassword)
	case isCommon(password, email, name):
		bad.Add(field, ReasonCommonPassword)
	}
}

//go:embed passwords.txt
var commonList string

var commonPasswords = sync.OnceValue(func() map[string]bool {
	known := map[string]bool{}
	for word := range strings.FieldsSeq(commonList) {
		known[word] = true
	}
	return known
})

// looks undoes the usual disguises of letters.
var looks = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i")

// isCommon tells what is guessed first: a listed password also with digits and
// signs around it or in disguise, said twice, the same character or a row of
// neighbours, or the person's own email and name.
func isCommon(password, email, name string) bool {
	whole := strings.ToLower(password)
	known := commonPasswords()
	local, _, _ := strings.Cut(strings.ToLower(email), "@")
	for _, form := range []string{whole, trimmed(whole), looks.Replace(whole), trimmed(looks.Replace(trimmed(whole)))} {
		unit := form[:period(form)]
		switch {
		case form == "":
		case known[form], known[unit], isRow(form), isRow(unit) && unit != form, utf8.RuneCountInString(unit) <= 2:
			return true
		case form == local, form == strings.ToLower(email), form == strings.ToLower(name):
			return true
		}
	}
	return false
}

// trimmed is without what people put before and behind a word.
func trimmed(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
}

// period is the length of the shortest part of which s consists.
func period(s string) int {
	for n := 1; n <= len(s)/2; n++ {
		if len(s)%n == 0 && strings.Repeat(s[:n], len(s)/n) == s {
			return n
		}
	}
	return len(s)
}

// isRow tells whether every character is the neighbour of the one before.
func isRow(s string) bool {
	if len(s) < 3 {
		return false
	}
	step := int(s[1]) - int(s[0])
	for i := 2; i < len(s); i++ {
		if int(s[i])-int(s[i-1]) != step {
			return false
		}
	}
	return step >= -1 && step <= 1
}

// passwordParams are fixed: the library's default takes the number of CPUs, so
// that the cost would change with the machine.
var passwordParams = &argon2id.Params{Memory: 64 * 1024, Iterations: 1, Parallelism: 2, SaltLength: 16, KeyLength: 32}

// hashing bounds how many 64 MiB hashes run at once: a flood of sign-ins must
// not take the machine's memory.
var hashing = make(chan struct{}, max(2, runtime.NumCPU()))

func hashPassword(ctx context.Context, password string) (string, error) {
	if err := hashSlot(ctx); err != nil {
		return "", err
	}
	defer func() { <-hashing }()
	hash, err := argon2id.CreateHash(password, passwordParams)
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	return hash, nil
}

func samePassword(ctx context.Context, password, hash string) (bool, error) {
	if err := hashSlot(ctx); err != nil {
		return false, err
	}
	defer func() { <-hashing }()
	same, err := argon2id.ComparePasswordAndHash(password, hash)
	if err != nil {
		return false, fmt.Errorf("compare password: %w", err)
	}
	return same, nil
}

func hashSlot(ctx context.Context) error {
	select {
	case hashing <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

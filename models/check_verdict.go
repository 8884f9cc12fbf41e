package models

// CheckGroup is a part of a checked audience that a page can list. Everyone is in
// exactly one of the first four.
type CheckGroup string

// The groups.
const (
	GroupReachable CheckGroup = "reachable" // has a code that lasts until the start
	GroupNoCode    CheckGroup = "no_code"   // has none
	GroupExpiring  CheckGroup = "expiring"  // has one that expires before the start
	GroupRefused   CheckGroup = "refused"   // has none, and took back a subscription or had none left
	GroupRecent    CheckGroup = "recent"    // got a message within the App's RestDays
	GroupLeftOut   CheckGroup = "left_out"  // of them: those the draft leaves out
	GroupBlocked   CheckGroup = "blocked"   // a value is certain to be refused: the message fails, unsent
	GroupWarned    CheckGroup = "warned"    // a value may be refused
)

// CheckGroups lists them.
var CheckGroups = []CheckGroup{GroupReachable, GroupNoCode, GroupExpiring, GroupRefused, GroupRecent, GroupLeftOut, GroupBlocked, GroupWarned}

var reachGroups = []CheckGroup{GroupReachable, GroupNoCode, GroupExpiring, GroupRefused}

// Verdict is what a check found of one person.
type Verdict struct {
	Reach   CheckGroup // one of the first four
	Recent  bool
	LeftOut bool
	Blocked bool
	Warned  bool
}

// A verdict is stored as one number: the place of its reach, plus what else holds.
// Whoever is left out has the highest numbers, so that one comparison leaves them out.
const (
	verdictWarned  = 4
	verdictBlocked = 8 // and not warned
	verdictRecent  = 12
	verdictLeftOut = 24 // and not merely recent
	verdicts       = 36
)

// number is how a verdict is stored.
func (v Verdict) number() int {
	n := 0
	for i, group := range reachGroups {
		if v.Reach == group {
			n = i
		}
	}
	switch {
	case v.Blocked:
		n += verdictBlocked
	case v.Warned:
		n += verdictWarned
	}
	switch {
	case v.LeftOut:
		n += verdictLeftOut
	case v.Recent:
		n += verdictRecent
	}
	return n
}

// verdictOf reads a stored verdict.
func verdictOf(n int) Verdict {
	return Verdict{
		Reach: reachGroups[n%verdictWarned], Warned: n%verdictRecent/verdictWarned == 1, Blocked: n%verdictRecent/verdictWarned == 2,
		Recent: n >= verdictRecent, LeftOut: n >= verdictLeftOut,
	}
}

// in tells whether somebody with this verdict is of a group. Of those who are left
// out nothing is sent, so it does not matter what of it would be refused.
func (v Verdict) in(group CheckGroup) bool {
	switch group {
	case GroupRecent:
		return v.Recent
	case GroupLeftOut:
		return v.LeftOut
	case GroupBlocked:
		return v.Blocked && !v.LeftOut
	case GroupWarned:
		return v.Warned && !v.LeftOut
	}
	return v.Reach == group
}

// verdictsIn lists the stored numbers that make up a group.
func verdictsIn(group CheckGroup) []int {
	var numbers []int
	for n := range verdicts {
		if verdictOf(n).in(group) {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

package models

import (
	"maps"
	"slices"

	"xinshi/models/wechat"
)

// Difference is how a template of the platform's list and ours differ.
type Difference string

// The differences. DiffNames is no more than words of our own: taking over all
// leaves it alone.
const (
	DiffAdded   Difference = "added"   // not here yet
	DiffChanged Difference = "changed" // other keywords, choices or kind, or back after it was removed
	DiffRemoved Difference = "removed" // the platform no longer lists it
	DiffNames   Difference = "names"
)

// TemplateChange is one template that differs, and what taking it over makes of it.
type TemplateChange struct {
	What     Difference
	Here     Template           // as it is; ID 0: not here
	There    wechat.OwnTemplate // as the platform has it; without an id: no longer
	Kind     TemplateKind       // what it will be
	Choices  Choices
	Keywords []KeywordChange // what its keywords will be, in the platform's order
	Gone     []Keyword       // what the platform took out: they are set aside with their mapping
	aside    []Keyword       // what stays set aside from before
}

// KeywordChange is one keyword of the platform's template and what it is here.
type KeywordChange struct {
	There wechat.OwnKeyword
	Here  Keyword // Key "": none
	Back  bool    // Here had been set aside
}

// Moved tells whether a keyword has another key than before: its mapping moves along.
func (k KeywordChange) Moved() bool { return k.Here.Key != "" && k.Here.Key != k.There.Key }

// Renamed tells whether it is called otherwise here.
func (k KeywordChange) Renamed() bool { return k.Here.Key != "" && k.Here.Name != k.There.Name }

// TemplateID is the platform's id.
func (c TemplateChange) TemplateID() string {
	if c.There.TemplateID != "" {
		return c.There.TemplateID
	}
	return c.Here.TemplateID
}

// Readable tells whether anything to fill was found in the platform's template;
// without it, it cannot be registered.
func (c TemplateChange) Readable() bool { return c.What == DiffRemoved || len(c.Keywords) > 0 }

// Returned tells whether the platform lists again what had been removed.
func (c TemplateChange) Returned() bool { return c.Here.RemovedAt != 0 && c.There.TemplateID != "" }

// Reordered tells whether the keywords that stay stand in another order here.
func (c TemplateChange) Reordered() bool {
	last := 0
	for _, k := range c.Keywords {
		if k.Here.Key == "" || k.Back {
			continue
		}
		if k.Here.Position < last {
			return true
		}
		last = k.Here.Position
	}
	return false
}

// Retitled tells whether the template is called otherwise here.
func (c TemplateChange) Retitled() bool { return c.Here.ID != 0 && c.Here.Title != c.There.Title }

// OtherChoices tells whether the values that some keywords take have changed.
func (c TemplateChange) OtherChoices() bool {
	return !maps.EqualFunc(c.Here.Choices, c.Choices, slices.Equal[[]string])
}

// Differences compares what the platform listed with an App's templates: changed
// and removed ones in our order, then the new ones in the platform's. A family
// that was never heard of removes nothing.
func (l TemplateList) Differences(here []Template) []TemplateChange {
	there := map[string]wechat.OwnTemplate{}
	var order []wechat.OwnTemplate
	for _, family := range Families {
		for _, own := range l.Heard[family].Templates {
			if _, twice := there[own.TemplateID]; !twice && own.TemplateID != "" {
				there[own.TemplateID] = own
				order = append(order, own)
			}
		}
	}
	var list []TemplateChange
	for _, t := range here {
		own, listed := there[t.TemplateID]
		delete(there, t.TemplateID)
		switch heard := l.Heard[t.Kind.Family()].At != 0; {
		case listed:
			if c := changeOf(t, own); c.What != "" {
				list = append(list, c)
			}
		case heard && t.RemovedAt == 0:
			list = append(list, TemplateChange{What: DiffRemoved, Here: t, Kind: t.Kind})
		}
	}
	for _, own := range order {
		if _, fresh := there[own.TemplateID]; fresh {
			list = append(list, changeOf(Template{}, own))
		}
	}
	return list
}

func changeOf(t Template, own wechat.OwnTemplate) TemplateChange {
	own.Title = plain(own.Title, maxTitle)
	c := TemplateChange{Here: t, There: own, Kind: kindOf(own)}
	there := own.Keywords()
	for i := range there {
		there[i].Name, there[i].Example = plain(there[i].Name, maxName), plain(there[i].Example, maxSample)
	}
	c.match(there)
	for _, k := range c.Keywords {
		if len(k.There.Choices) > 0 {
			if c.Choices == nil {
				c.Choices = Choices{}
			}
			c.Choices[k.There.Key] = k.There.Choices
		}
	}
	other := func(k KeywordChange) bool { return k.Here.Key == "" || k.Back || k.Moved() }
	switch {
	case t.ID == 0:
		c.What = DiffAdded
	case c.Returned(), c.Kind != t.Kind, len(c.Gone) > 0, c.Reordered(), c.OtherChoices(), slices.ContainsFunc(c.Keywords, other):
		c.What = DiffChanged
	case c.Retitled(), slices.ContainsFunc(c.Keywords, KeywordChange.Renamed):
		c.What = DiffNames
	}
	return c
}

func kindOf(own wechat.OwnTemplate) TemplateKind {
	switch own.Type {
	case wechat.TypeOnce:
		return KindSubscribeOnce
	case wechat.TypeLong:
		return KindSubscribeLong
	}
	return KindTemplate
}

// match finds for each keyword of the platform the one here whose mapping it gets.
// A name says more than a key: the keys of legacy templates only count places. What
// is called otherwise here is known by its key.
func (c *TemplateChange) match(there []wechat.OwnKeyword) {
	here, aside := slices.Clone(c.Here.Keywords), slices.Clone(c.Here.SetAside)
	c.Keywords = make([]KeywordChange, len(there))
	rules := []func(wechat.OwnKeyword, Keyword) bool{
		func(k wechat.OwnKeyword, own Keyword) bool { return k.Key == own.Key && k.Name == own.Name },
		func(k wechat.OwnKeyword, own Keyword) bool { return k.Name == own.Name },
		func(k wechat.OwnKeyword, own Keyword) bool { return k.Key == own.Key },
	}
	for _, fits := range rules {
		c.pair(there, &here, false, fits)
	}
	for _, fits := range rules[:2] {
		c.pair(there, &aside, true, fits)
	}
	c.Gone, c.aside = here, aside
}

func (c *TemplateChange) pair(there []wechat.OwnKeyword, free *[]Keyword, back bool, fits func(wechat.OwnKeyword, Keyword) bool) {
	for i, k := range there {
		c.Keywords[i].There = k
		at := slices.IndexFunc(*free, func(own Keyword) bool { return fits(k, own) })
		if c.Keywords[i].Here.Key == "" && at >= 0 {
			c.Keywords[i].Here, c.Keywords[i].Back = (*free)[at], back
			*free = slices.Delete(*free, at, at+1)
		}
	}
}

package paths

// What concerns users beyond the list and the page of one: picking several,
// changing one, tags and segments, and the codes that are about to expire.
const (
	RecipientsPickedRoute = "/apps/:appid/recipients/picked"
	RecipientEditRoute    = "/apps/:appid/recipients/:id/edit"
	RecipientTagsRoute    = "/apps/:appid/recipients/:id/tags"
	RecipientEraseRoute   = "/apps/:appid/recipients/:id/erase"
	GroupsRoute           = "/apps/:appid/recipients/groups"
	TagRenameRoute        = "/apps/:appid/recipients/tags/:id/rename"
	TagDeleteRoute        = "/apps/:appid/recipients/tags/:id/delete"
	SegmentsRoute         = "/apps/:appid/recipients/segments"
	SegmentRenameRoute    = "/apps/:appid/recipients/segments/:id/rename"
	SegmentDeleteRoute    = "/apps/:appid/recipients/segments/:id/delete"
	RadarRoute            = "/apps/:appid/radar"
	APIRecipients         = "/api/v1/recipients"
)

// RecipientsPicked does something with the users that were picked in the list.
func RecipientsPicked(appid string) string { return join("apps", appid, "recipients", "picked") }

// RecipientEdit is the form for what is kept about a user; saving posts there.
func RecipientEdit(appid string, id int64) string {
	return join("apps", appid, "recipients", ID(id), "edit")
}

// RecipientTags gives a user a tag or takes one away.
func RecipientTags(appid string, id int64) string {
	return join("apps", appid, "recipients", ID(id), "tags")
}

// RecipientErase erases a user's personal data.
func RecipientErase(appid string, id int64) string {
	return join("apps", appid, "recipients", ID(id), "erase")
}

// Groups lists an App's tags and segments.
func Groups(appid string) string { return join("apps", appid, "recipients", "groups") }

// TagRename gives a tag another name.
func TagRename(appid string, id int64) string {
	return join("apps", appid, "recipients", "tags", ID(id), "rename")
}

// TagDelete takes a tag from everyone.
func TagDelete(appid string, id int64) string {
	return join("apps", appid, "recipients", "tags", ID(id), "delete")
}

// Segments is where a segment is saved.
func Segments(appid string) string { return join("apps", appid, "recipients", "segments") }

// SegmentRename gives a segment another name.
func SegmentRename(appid string, id int64) string {
	return join("apps", appid, "recipients", "segments", ID(id), "rename")
}

// SegmentDelete forgets a segment.
func SegmentDelete(appid string, id int64) string {
	return join("apps", appid, "recipients", "segments", ID(id), "delete")
}

// Radar shows which codes expire when.
func Radar(appid string) string { return join("apps", appid, "radar") }

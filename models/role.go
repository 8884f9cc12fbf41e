package models

import "slices"

// Role is what a member of staff is for; each has one.
type Role string

// The roles.
const (
	RoleAdmin    Role = "admin"
	RoleOperator Role = "operator"
	RoleMarketer Role = "marketer"
	RoleAuditor  Role = "auditor"
)

// Roles lists them, most powerful first.
var Roles = []Role{RoleAdmin, RoleOperator, RoleMarketer, RoleAuditor}

// Permission is one thing a role may do; every route names the one it needs.
type Permission string

// The permissions. What one may edit, what one may send and what one may take
// out are apart, so that a role can have one without the others: marketing staff
// write and preview, operators press send and approve what others want to send,
// auditors look and take away.
const (
	PermView      Permission = "view"      // overview, templates, history
	PermCompose   Permission = "compose"   // compose and preview
	PermSend      Permission = "send"      // send, resend, settle an unknown outcome
	PermApprove   Permission = "approve"   // let others' batches be sent, where a second person has to
	PermEdit      Permission = "edit"      // users' words and tags
	PermTemplates Permission = "templates" // add and edit templates
	PermPeople    Permission = "people"    // users and their codes: personal data
	PermImport    Permission = "import"    // bring in users and codes from files
	PermExport    Permission = "export"    // take users and history out as files
	PermErase     Permission = "erase"     // erase a user's personal data for good
	PermApps      Permission = "apps"      // Apps, their secrets, keys, pause and resume
	PermStaff     Permission = "staff"     // staff and roles
	PermAudit     Permission = "audit"     // the audit record
)

// Permissions lists them in the order in which people read them.
var Permissions = []Permission{
	PermView, PermCompose, PermSend, PermApprove, PermEdit, PermTemplates, PermPeople, PermImport, PermExport, PermErase, PermApps, PermStaff, PermAudit,
}

var permissions = map[Role][]Permission{
	RoleAdmin:    Permissions,
	RoleOperator: {PermView, PermCompose, PermSend, PermApprove, PermEdit, PermTemplates, PermPeople, PermImport, PermExport},
	RoleMarketer: {PermView, PermCompose, PermPeople},
	RoleAuditor:  {PermView, PermPeople, PermExport, PermAudit},
}

// Can tells whether the role includes a permission.
func (r Role) Can(p Permission) bool { return slices.Contains(permissions[r], p) }

// Valid tells whether r is one of the roles.
func (r Role) Valid() bool { return slices.Contains(Roles, r) }

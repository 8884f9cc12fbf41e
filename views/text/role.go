package text

import "xinshi/models"

// Role is what a role is called on the pages; an unknown one keeps its own word.
func Role(role models.Role) Text {
	switch role {
	case models.RoleAdmin:
		return RoleAdmin
	case models.RoleOperator:
		return RoleOperator
	case models.RoleMarketer:
		return RoleMarketer
	case models.RoleAuditor:
		return RoleAuditor
	}
	return Text{string(role), string(role)}
}

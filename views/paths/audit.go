package paths

// What is done with the audit record, beside looking at it.
const (
	AuditVerify = "/audit/verify"
	AuditExport = "/audit/export"
)

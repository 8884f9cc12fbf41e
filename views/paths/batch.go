package paths

// What concerns batches, and the call that queues many messages at once.
const (
	BatchesRoute     = "/apps/:appid/batches"
	BatchRoute       = "/apps/:appid/batches/:id"
	BatchLiveRoute   = "/apps/:appid/batches/:id/live"
	BatchPauseRoute  = "/apps/:appid/batches/:id/pause"
	BatchResumeRoute = "/apps/:appid/batches/:id/resume"
	BatchCancelRoute = "/apps/:appid/batches/:id/cancel"
	BatchPaceRoute   = "/apps/:appid/batches/:id/pace"
	BatchRetryRoute  = "/apps/:appid/batches/:id/retry"

	BatchApprovalRoute = "/apps/:appid/batches/:id/approval"
	BatchApproveRoute  = "/apps/:appid/batches/:id/approve"
	BatchRejectRoute   = "/apps/:appid/batches/:id/reject"
	BatchWithdrawRoute = "/apps/:appid/batches/:id/withdraw"

	APIBulk = "/api/v1/messages/bulk"
)

// Batches lists an App's batches.
func Batches(appid string) string { return join("apps", appid, "batches") }

// Batch shows one batch.
func Batch(appid string, id int64) string { return join("apps", appid, "batches", ID(id)) }

// BatchLive is a stream of a batch's news.
func BatchLive(appid string, id int64) string { return join("apps", appid, "batches", ID(id), "live") }

// BatchPause holds a batch.
func BatchPause(appid string, id int64) string {
	return join("apps", appid, "batches", ID(id), "pause")
}

// BatchResume lets it go on.
func BatchResume(appid string, id int64) string {
	return join("apps", appid, "batches", ID(id), "resume")
}

// BatchCancel calls off what it has not sent.
func BatchCancel(appid string, id int64) string {
	return join("apps", appid, "batches", ID(id), "cancel")
}

// BatchPace changes how fast it goes.
func BatchPace(appid string, id int64) string { return join("apps", appid, "batches", ID(id), "pace") }

// BatchRetry sends again what failed for a reason that can pass.
func BatchRetry(appid string, id int64) string {
	return join("apps", appid, "batches", ID(id), "retry")
}

// BatchesIn lists an App's batches in a state.
func BatchesIn(appid, state string) string { return With(Batches(appid), "state", state) }

// BatchApproval shows what of a batch waits for approval, and what was decided.
func BatchApproval(appid string, id int64) string {
	return join("apps", appid, "batches", ID(id), "approval")
}

// BatchApprove lets a batch be sent.
func BatchApprove(appid string, id int64) string {
	return join("apps", appid, "batches", ID(id), "approve")
}

// BatchReject ends a batch that waits for approval.
func BatchReject(appid string, id int64) string {
	return join("apps", appid, "batches", ID(id), "reject")
}

// BatchWithdraw takes back a batch that waits for approval.
func BatchWithdraw(appid string, id int64) string {
	return join("apps", appid, "batches", ID(id), "withdraw")
}

// BatchMessages is the history of one batch; an empty state shows all of it.
func BatchMessages(appid string, id int64, state string) string {
	return With(Messages(appid), "batch", ID(id), "state", state)
}

package wechat

import "context"

// Quota is how much of today's allowance of one call is used.
type Quota struct {
	Limit, Used, Remain int64
}

// Quota asks for the allowance of a call. It costs nothing of that allowance.
func (c *Client) Quota(ctx context.Context, token string, of Call) (Quota, error) {
	reply, err := ask[struct {
		Quota *struct {
			DailyLimit number `json:"daily_limit"`
			Used       number `json:"used"`
			Remain     number `json:"remain"`
		} `json:"quota"`
	}](ctx, c, CallQuota, token, map[string]string{"cgi_path": string(of)})
	if err == nil && reply.Quota == nil {
		err = incomplete(CallQuota)
	}
	if err != nil {
		return Quota{}, err
	}
	return Quota{Limit: int64(reply.Quota.DailyLimit), Used: int64(reply.Quota.Used), Remain: int64(reply.Quota.Remain)}, nil
}

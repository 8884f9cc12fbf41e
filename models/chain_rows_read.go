package models

import "context"

func recordedStaff(ctx context.Context, view *Store) (map[int64]any, error) {
	members, err := view.StaffMembers(ctx)
	if err != nil {
		return nil, err
	}
	rows := make(map[int64]any, len(members))
	for _, m := range members {
		if rows[m.ID], err = view.auditedStaff(ctx, m); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

func recordedApps(ctx context.Context, view *Store) (map[int64]any, error) {
	apps, err := view.Apps(ctx)
	rows := make(map[int64]any, len(apps))
	for _, app := range apps {
		rows[app.ID] = app
	}
	return rows, err
}

func recordedTemplates(ctx context.Context, view *Store) (map[int64]any, error) {
	var heads []Template
	if err := view.db.WithContext(ctx).Find(&heads).Error; err != nil {
		return nil, err
	}
	rows := make(map[int64]any, len(heads))
	for _, head := range heads {
		t, err := view.Template(ctx, head.AppID, head.ID)
		if err != nil {
			return nil, err
		}
		rows[t.ID] = t
	}
	return rows, nil
}

func recordedKeys(ctx context.Context, view *Store) (map[int64]any, error) {
	var keys []APIKey
	if err := view.db.WithContext(ctx).Find(&keys).Error; err != nil {
		return nil, err
	}
	rows := make(map[int64]any, len(keys))
	for _, k := range keys {
		rows[k.ID] = auditedKey(k)
	}
	return rows, nil
}

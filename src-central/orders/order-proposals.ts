const MOST_LISTED = 100;

export const ORDER_PROPOSALS = {
  propose: `INSERT INTO order_proposal (city_id, kiosk_id, order_id, office_id, action, proposed_at, deadline_at, proposed_by, token_id)
    VALUES ($1, $2::uuid, $3::uuid, $4, $5, $6::timestamptz, $7::timestamptz, $8, $9::uuid)`,
  find: `SELECT action, deadline_at AS deadline, proposed_by AS "proposedBy", token_id AS "tokenId", confirmed_by AS "confirmedBy"
    FROM order_proposal WHERE city_id = $1 AND kiosk_id = $2::uuid AND order_id = $3::uuid`,
  confirm: `UPDATE order_proposal SET confirmed_at = $4::timestamptz, confirmed_by = $5::uuid
    WHERE city_id = $1 AND kiosk_id = $2::uuid AND order_id = $3::uuid AND confirmed_at IS NULL`,
  open: `SELECT order_id AS "orderId", action, proposed_at AS "proposedAt", proposed_by AS "proposedBy", deadline_at AS deadline
    FROM order_proposal WHERE city_id = $1 AND kiosk_id = $2::uuid AND confirmed_at IS NULL AND deadline_at > $3::timestamptz
    ORDER BY proposed_at DESC, order_id LIMIT ${MOST_LISTED}`,
} as const;

//! (6) 請求: the gate from a round to a claim.

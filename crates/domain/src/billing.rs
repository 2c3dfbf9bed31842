//! 請求: fees, the rules of a month, closing.

//! claim-file

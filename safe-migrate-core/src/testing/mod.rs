//! Throwaway private servers for tests.

//! Tests of the whole module: one folder that reads well, patched.

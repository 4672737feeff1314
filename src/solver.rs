//! HiGHS through good_lp. The only module that knows a solver.

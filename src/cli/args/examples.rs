//! The examples in the help of each command.

/// Commands in the order of the help, each with the words of its examples (sentence `example-<command>-<n>`).
pub(in crate::cli) const EXAMPLES: [(&str, &[&str]); 13] = [
    ("init", &["chungtay init ke-hoach-2026", "chungtay init ke-hoach-2026 --workbook"]),
    (
        "check",
        &[
            "chungtay check ke-hoach-2026",
            "chungtay check ke-hoach-2026 --format json",
            "chungtay check ke-hoach-2026 --write-clean ke-hoach-2026-sach",
            "chungtay check ke-hoach-2026 --profile",
        ],
    ),
    (
        "allocate",
        &[
            "chungtay allocate ke-hoach-2026",
            "chungtay allocate ke-hoach-2026 --out dot-1 --jobs 2 -v",
            "chungtay allocate ke-hoach-2026 --out dot-2 --keep dot-1",
            "chungtay allocate ke-hoach-2026 --out dot-2 --near dot-1",
            "chungtay allocate ke-hoach-2026 --relax",
            "chungtay allocate ke-hoach-2026 --out cong-bo --profile public",
        ],
    ),
    (
        "sweep",
        &[
            "chungtay sweep ke-hoach-2026",
            "chungtay sweep ke-hoach-2026 --out so-sanh --jobs 2 --resume",
            "chungtay sweep ke-hoach-2026 --out phan-1 --shard 1/4",
            "chungtay sweep ke-hoach-2026 --out so-sanh --merge phan-1 --merge phan-2 --merge phan-3 --merge phan-4",
        ],
    ),
    (
        "alternatives",
        &["chungtay alternatives ke-hoach-2026", "chungtay alternatives ke-hoach-2026 8 --loss 2% --out phuong-an"],
    ),
    (
        "pareto",
        &[
            "chungtay pareto ke-hoach-2026",
            "chungtay pareto ke-hoach-2026 --between beyond_one_package,objective --points 5 --out danh-doi --jobs 2",
        ],
    ),
    (
        "compare",
        &[
            "chungtay compare dot-1 dot-2",
            "chungtay compare dot-1 dot-2 dot-3 --format json",
            "chungtay compare dot-1 dot-2 --xlsx so-sanh.xlsx --html so-sanh.html",
        ],
    ),
    (
        "explain",
        &[
            "chungtay explain ke-hoach-2026/runs/2026-10-17-1 H002",
            "chungtay explain ke-hoach-2026/runs/2026-10-17-1 H002 --solve",
            "chungtay explain dot-1 quy-tinh --scenario ke-hoach-2026 --format json",
            "chungtay explain ke-hoach-2026/runs/2026-10-17-1 --letters thu-gui-xa",
        ],
    ),
    (
        "catalogue",
        &[
            "chungtay catalogue ke-hoach-2026/runs/2026-10-17-1",
            "chungtay catalogue dot-1 --scenario ke-hoach-2026 --xlsx keu-goi.xlsx --html keu-goi.html",
            "chungtay catalogue dot-1 --scenario ke-hoach-2026 --profile internal --format json",
        ],
    ),
    (
        "marginal",
        &[
            "chungtay marginal ke-hoach-2026",
            "chungtay marginal ke-hoach-2026 --step 60tr --xlsx gia-tri-bien.xlsx",
            "chungtay marginal ke-hoach-2026 --source quy-tinh --format json",
        ],
    ),
    ("verify", &["chungtay verify ke-hoach-2026/runs/2026-10-17-1", "chungtay verify dot-1 --scenario ke-hoach-2026"]),
    ("report", &["chungtay report dot-1", "chungtay report dot-1 --scenario ke-hoach-2026"]),
    (
        "generate",
        &[
            "chungtay generate lai-chau --seed 1 --out lai-chau",
            "chungtay generate nation --seed 1 --scale 0.02 --out toan-quoc-2",
        ],
    ),
];

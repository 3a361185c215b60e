"""The short form of `bench.ledger_vectors`: published vectors, and every proof of the small trees."""

from bench import ledger_vectors
from monitor.ledger.offline import assembled


def test_vectors_and_proofs_agree_and_no_mutated_proof_passes() -> None:
    found = ledger_vectors.run(seed=7, proofs=0)
    assert found["wrong"] == []
    assert found["held"]["published roots"] == 9
    assert found["held"]["published inclusion probes"] == found["held"]["published consistency probes"] == 98
    assert found["held"]["inclusion verified"] == 64 * 65 // 2


def test_the_offline_verifier_is_one_file_that_imports_nothing_of_ours() -> None:
    source = assembled()
    compile(source, "verify.py", "exec")
    assert "monitor" not in source
    assert "offline.good" in source

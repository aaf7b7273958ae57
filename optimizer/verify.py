"""Checks an answer without the code that made it."""

from optimizer.problem import Pool, Result, Rules


def require(pool: Pool, rules: Rules, result: Result) -> None:
    """Refuse, as a bug, a list that does not keep the rules."""
    chosen = set(result.chosen.tolist())
    assert rules.fewest <= len(chosen) <= rules.most
    for row, standing in enumerate(pool.standing.tolist()):
        assert standing == 0 or (row in chosen) == (standing == 1)
    for quota in rules.quotas:
        count = sum(row in chosen for row in quota.members.tolist())
        assert quota.is_soft or quota.floor(len(chosen)) <= count <= quota.ceiling(len(chosen))
    assert sum(int(pool.scores[row]) for row in chosen) == result.score

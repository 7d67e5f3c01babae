# Two networks side by side.

compare-share-hint = The address holds both runs, what was changed in them, and the iteration. Opening it elsewhere shows the same numbers.
compare-swap = Swap A and B
compare-swap-title = A becomes B (X)
compare-help = Two runs at the same iteration. The slider looks at any iteration that both have been at, and trains them where it goes further. Differences are B’s number minus A’s: red where B’s is larger, blue where it is smaller.

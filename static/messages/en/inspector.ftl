# Where every number comes from.

## Whether a gradient was checked against central differences

proof-none = check
proof-none-title = Check this gradient against central differences of the loss
proof-checking = checking…
proof-checking-title = Measuring the loss around every weight
proof-failed = failed: try again
# $mark is ✓ or ✗, $error the relative error as text: 3·10⁻¹².
proof-checked = { $extent ->
    [all] { $mark } { $error }
   *[some] { $mark } { $error }, { $checked } of { $total }
 }
proof-checked-title = { $extent ->
    [all] Checked: backpropagation and central differences differ by a relative error of { $error }
   *[some] Partly checked ({ $checked } of { $total } numbers, then time was up): backpropagation and central differences differ by a relative error of { $error }
 }
proof-label = { $text }. Gradient of { $parameter }: { $title }

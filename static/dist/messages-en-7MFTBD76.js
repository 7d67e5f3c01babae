import{c as e}from"./chunk-B34IBM7L.js";import"./chunk-HHINM3PB.js";var t=`# Where every number comes from.

## Whether a gradient was checked against central differences

proof-none = check
proof-none-title = Check this gradient against central differences of the loss
proof-checking = checking\u2026
proof-checking-title = Measuring the loss around every weight
proof-failed = failed: try again
# $mark is \u2713 or \u2717, $error the relative error as text: 3\xB710\u207B\xB9\xB2.
proof-checked = { $extent ->
    [all] { $mark } { $error }
   *[some] { $mark } { $error }, { $checked } of { $total }
 }
proof-checked-title = { $extent ->
    [all] Checked: backpropagation and central differences differ by a relative error of { $error }
   *[some] Partly checked ({ $checked } of { $total } numbers, then time was up): backpropagation and central differences differ by a relative error of { $error }
 }
proof-label = { $text }. Gradient of { $parameter }: { $title }
`;var r=`# The workbench: its panels and controls.

## Generate

generate-elsewhere = This network does not continue a text by itself: what it outputs is not what it reads next. Give it an input of your own under \u201CTask\u201D.
generate-hint = Give the network one letter. It samples the next letter from \u0177, reads that letter, and so on.
generate-first = First letter
generate-length = Length
generate-temperature = Temperature
generate-seed = Seed
generate-next-seed = Next seed
generate-next-seed-title = Sample again with the next seed
generate-submit = Generate
generate-given = the letter you chose
# Above a letter that was sampled.
generate-probability = after \u201C{ $input }\u201D, \u201C{ $output }\u201D had probability { $probability }
# $behind: has the network changed since?
generate-made = { $behind ->
    [yes] Made at iteration { $iteration }. The network has changed since.
   *[no] Made at iteration { $iteration }.
 }
`;e("en",[t,r]);

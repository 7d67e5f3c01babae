# The page with the runs that this browser has made.

runs-page-title = My runs · RNN Explainer
runs-description = The runs you have made in this browser. They stay when you close the page or the server restarts.
runs-loading = Loading your runs …
runs-none = No runs yet. A run appears here after its first step, or once it has a title.
runs-workbench = Open the workbench
runs-kept = { $days ->
    [0] A run is deleted { $hours ->
        [one] one hour
       *[other] { $hours } hours
     } after its last use.
    [one] A run is deleted one day after its last use.
   *[other] A run is deleted { $days } days after its last use.
 }
runs-shown = { $isAll ->
    [yes] { $total ->
        [one] One run
       *[other] { $total } runs
     }
   *[no] The latest { $count } of { $total } runs
 }
runs-more = Show more
runs-delete-all = Delete all
runs-iteration = Iteration { $iteration }{ $isBack ->
    [yes] {" "}of { $furthest }
   *[no] {""}
 }{ $changes ->
    [0] {""}
    [one] {" · "}one change
   *[other] {" · "}{ $changes } changes
 }
runs-used = Last used { DATETIME($used, dateStyle: "medium", timeStyle: "short") }
runs-title = Title of { $name }
runs-title-none = Add a title
runs-delete = Delete
runs-delete-one = Delete { $name }
runs-confirm = Delete { $name }?
runs-confirm-all = { $count ->
    [one] Delete your run?
   *[other] Delete all { $count } runs?
 }
runs-confirm-note = This cannot be undone. Live links to it stop working; other links make the same run again.
runs-keep = Cancel

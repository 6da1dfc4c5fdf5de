"""What members correct: how corrections find their events again and what they do to the record. Pure.

`anchors` finds the tellings that a correction is about, `grouping` sorts tellings into events as corrections
want them, `effects` corrects the fields. `briefings.derive` applies them; `briefings.correcting` is the door.
"""

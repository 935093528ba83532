# As become-x86_64.S, for aarch64.
# Made with: aarch64-linux-gnu-as -o become.o become-aarch64.S && aarch64-linux-gnu-objcopy -O binary -j .text become.o become-aarch64.bin
.text
        ldr     x19, [sp]               // argc
        add     x20, sp, #8             // argv
        adr     x21, ids
        mov     x0, #-100               // openat(AT_FDCWD, "/proc/self/oom_score_adj", O_WRONLY|O_CLOEXEC)
        adr     x1, oom
        mov     x2, #1
        movk    x2, #8, lsl #16
        mov     x3, #0
        mov     x8, #56
        svc     #0
        adr     x1, score               // write; no harm when it fails
        mov     x2, #3
        mov     x8, #64
        svc     #0
        ldr     w0, [x21, #8]           // setgroups(count, list)
        add     x1, x21, #12
        mov     x8, #159
        svc     #0
        cbnz    x0, failed
        ldr     w0, [x21, #4]           // setresgid
        mov     w1, w0
        mov     w2, w0
        mov     x8, #149
        svc     #0
        cbnz    x0, failed
        ldr     w0, [x21]               // setresuid
        mov     w1, w0
        mov     w2, w0
        mov     x8, #147
        svc     #0
        cbnz    x0, failed
        ldr     x0, [x20]               // execve
        add     x1, x20, #8
        add     x2, x20, x19, lsl #3
        add     x2, x2, #8
        mov     x8, #221
        svc     #0
failed: mov     x22, #126
        adr     x23, cannot
        cmn     x0, #2                  // ENOENT
        b.ne    report
        mov     x22, #127
        adr     x23, missing
report: ldr     x1, [x20]
        bl      print
        mov     x1, x23
        bl      print
        mov     x0, x22                 // exit_group
        mov     x8, #94
        svc     #0
print:  mov     x2, #0                  // write(2, x1, strlen(x1))
1:      ldrb    w3, [x1, x2]
        cbz     w3, 2f
        add     x2, x2, #1
        b       1b
2:      mov     x0, #2
        mov     x8, #64
        svc     #0
        ret
oom:    .asciz  "/proc/self/oom_score_adj"
score:  .ascii  "500"
missing: .asciz ": command not found\n"
cannot: .asciz  ": cannot execute\n"
        .balign 4
ids:                                    // u32 uid, gid, group count, groups ...

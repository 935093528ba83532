# The program that turns the agent's child into the user's: see Become.java.
#   argv = path, argv[0], argv[1] ...   runs execve(path, &argv[1], envp) as the user whose ids are appended to this code
# Made with: as -o become.o become-x86_64.S && objcopy -O binary -j .text become.o become-x86_64.bin
.intel_syntax noprefix
.text
        mov     rbx, [rsp]              # argc
        lea     r12, [rsp+8]            # argv
        lea     r13, [rip+ids]
        mov     eax, 2                  # open("/proc/self/oom_score_adj", O_WRONLY|O_CLOEXEC): commands die of memory before the agent
        lea     rdi, [rip+oom]
        mov     esi, 0x80001
        syscall
        mov     edi, eax
        mov     eax, 1                  # write; no harm when it fails
        lea     rsi, [rip+score]
        mov     edx, 3
        syscall
        mov     eax, 116                # setgroups(count, list)
        mov     edi, [r13+8]
        lea     rsi, [r13+12]
        syscall
        test    eax, eax
        jnz     failed
        mov     eax, 119                # setresgid
        mov     edi, [r13+4]
        mov     esi, edi
        mov     edx, edi
        syscall
        test    eax, eax
        jnz     failed
        mov     eax, 117                # setresuid
        mov     edi, [r13]
        mov     esi, edi
        mov     edx, edi
        syscall
        test    eax, eax
        jnz     failed
        mov     eax, 59                 # execve
        mov     rdi, [r12]
        lea     rsi, [r12+8]
        lea     rdx, [r12+rbx*8+8]
        syscall
failed: mov     ebp, 126
        lea     r14, [rip+cannot]
        cmp     eax, -2                 # ENOENT
        jne     report
        mov     ebp, 127
        lea     r14, [rip+missing]
report: mov     rsi, [r12]
        call    print
        mov     rsi, r14
        call    print
        mov     eax, 231                # exit_group
        mov     edi, ebp
        syscall
print:  xor     edx, edx                # write(2, rsi, strlen(rsi))
1:      cmp     byte ptr [rsi+rdx], 0
        je      2f
        inc     edx
        jmp     1b
2:      mov     eax, 1
        mov     edi, 2
        syscall
        ret
oom:    .asciz  "/proc/self/oom_score_adj"
score:  .ascii  "500"
missing: .asciz ": command not found\n"
cannot: .asciz  ": cannot execute\n"
        .balign 4
ids:                                    # u32 uid, gid, group count, groups ...

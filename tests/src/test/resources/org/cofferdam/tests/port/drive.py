# Runs the cases of a file against a WebSocket server on this machine: python3 drive.py PORT CASES ANSWERS
# A case is its size, the size of the pieces to send it in, and its bytes; an answer is its size and all that came until the end.
import socket
import struct
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

port = int(sys.argv[1])
HANDSHAKE = (b'GET /socket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
             b'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n')


def send(connection, piece, data):
    try:
        for at in range(0, len(data), piece):
            connection.sendall(data[at:at + piece])
    except OSError:
        pass  # what came tells


def answer(case):
    piece, data = case
    with socket.create_connection(('127.0.0.1', port)) as connection:
        connection.settimeout(60)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(HANDSHAKE)
        sender = threading.Thread(target=send, args=(connection, piece, data))
        sender.start()
        came = b''.join(iter(lambda: connection.recv(65536), b''))
        sender.join()
        return came.split(b'\r\n\r\n', 1)[1]


with open(sys.argv[2], 'rb') as file:
    cases = []
    while header := file.read(8):
        size, piece = struct.unpack('>ii', header)
        cases.append((piece, file.read(size)))
with ThreadPoolExecutor(8) as pool, open(sys.argv[3], 'wb') as file:
    for came in pool.map(answer, cases):
        file.write(struct.pack('>i', len(came)) + came)
